import java.io.IOError;
import java.io.IOException;

/**
 * Ends this process when its parent ends, however that happens: standard input is a pipe whose other end only the parent
 * holds, and the kernel closes it with the parent.
 */
final class ParentGuard {
  private ParentGuard() {}

  static void start() {
    Thread thread = new Thread(ParentGuard::endWithParent, "parent-guard");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() != -1) {}
    } catch (IOException broken) {
      // A broken pipe says the same as a closed one.
    }
    halt();
  }

  /** The security manager of Elasticsearch 7 lets nobody end the process but its own handler of fatal errors. */
  private static void halt() {
    try {
      Runtime.getRuntime().halt(0);
    } catch (SecurityException refused) {
      throw new IOError(new IOException("the parent process has ended", refused));
    }
  }
}
