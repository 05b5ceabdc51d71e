import java.util.Collection;
import java.util.Map;
import org.opensearch.cluster.service.ClusterService;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;

/** A node of OpenSearch 2 in this process, without the bootstrap that refuses root. */
public final class OpenSearch2 extends Node {
  private OpenSearch2(Settings settings, Collection<Class<? extends Plugin>> plugins) {
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
    NodeProcess.run(() -> new OpenSearch2(settings.build(), arguments.plugins(Plugin.class)).start());
  }
}
