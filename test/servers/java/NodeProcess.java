/** Lives as long as its node: closes it on SIGTERM, and ends when the parent does. */
final class NodeProcess {
  interface Starting {
    AutoCloseable start() throws Exception;
  }

  private NodeProcess() {}

  /** Does not return: a node has daemon threads only. */
  static void run(Starting starting) throws Exception {
    ParentGuard.start();
    AutoCloseable node = starting.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "close-node"));
    Thread.currentThread().join();
  }

  private static void close(AutoCloseable node) {
    try {
      node.close();
    } catch (Exception failure) {
      failure.printStackTrace();
    }
  }
}
