import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

/** A node of OpenSearch 3 in this process, without the bootstrap that refuses root. */
public final class OpenSearch3 extends Node {
  private OpenSearch3(Settings settings, Collection<PluginInfo> plugins) {
    super(
      InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> NODE_NAME_SETTING.get(settings)),
      plugins,
      true
    );
  }

  /** The bootstrap would have set up what this writes to. */
  @Override
  protected void configureNodeAndClusterIdStateListener(ClusterService clusterService) {}

  public static void main(String[] args) throws Exception {
    NodeArguments arguments = NodeArguments.parse(args);
    Settings.Builder settings = Settings.builder();
    arguments.settings().forEach(settings::put);
    List<PluginInfo> plugins = arguments.pluginClasses().stream().map(OpenSearch3::describe).toList();
    NodeProcess.run(() -> new OpenSearch3(settings.build(), plugins).start());
  }

  /** What the descriptor of a module would say. */
  private static PluginInfo describe(String className) {
    return new PluginInfo(className, "module", "NA", Version.CURRENT, "21", className, null, List.of(), false);
  }
}
