import java.util.Collection;
import java.util.Map;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.Plugin;

/** A node of Elasticsearch 7 in this process, without the bootstrap that refuses root. */
public final class Elasticsearch7 extends Node {
  private Elasticsearch7(Settings settings, Collection<Class<? extends Plugin>> plugins) {
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
    NodeProcess.run(() -> new Elasticsearch7(settings.build(), arguments.plugins(Plugin.class)).start());
  }
}
