import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command line of an embedded node: its plugin classes, separated by commas, then settings as {@code key=value}. */
record NodeArguments(List<String> pluginClasses, Map<String, String> settings) {
  static NodeArguments parse(String[] args) {
    Map<String, String> settings = Stream.of(args)
      .skip(1)
      .map(setting -> setting.split("=", 2))
      .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return new NodeArguments(List.of(args[0].split(",")), settings);
  }

  <P> List<Class<? extends P>> plugins(Class<P> type) throws ClassNotFoundException {
    List<Class<? extends P>> found = new ArrayList<>();
    for (String name : pluginClasses) found.add(Class.forName(name).asSubclass(type));
    return found;
  }
}
