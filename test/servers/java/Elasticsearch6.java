import java.util.Collection;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.Plugin;

/** A node of Elasticsearch 6.7 or 6.8 in this process, without the bootstrap that refuses root. */
public final class Elasticsearch6 extends Node {
  private Elasticsearch6(Settings settings, Collection<Class<? extends Plugin>> plugins) {
    super(InternalSettingsPreparer.prepareEnvironment(settings, null), plugins, true);
  }

  @Override
  protected void registerDerivedNodeNameWithLogger(String nodeName) {
    LogConfigurator.setNodeName(nodeName);
  }

  public static void main(String[] args) throws Exception {
    NodeArguments arguments = NodeArguments.parse(args);
    Settings.Builder settings = Settings.builder();
    arguments.settings().forEach(settings::put);
    NodeProcess.run(() -> new Elasticsearch6(settings.build(), arguments.plugins(Plugin.class)).start());
  }
}
