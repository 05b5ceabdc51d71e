import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Runs the program of an unpacked distribution in this process, where its shell scripts would start it in another one.
 * Arguments: its main class, then what that takes.
 */
public final class Distribution {
  private Distribution() {}

  public static void main(String[] args) throws Exception {
    ParentGuard.start();
    // Elastic's main classes are visible in their package only.
    Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }
}
