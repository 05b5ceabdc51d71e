import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.standard.UAX29URLEmailTokenizer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * What the index of users and API keys analyses e-mail addresses with. The distribution for tests lacks the module that has
 * it, and nobody publishes that module as a jar: without this, no user or key can be created.
 */
public final class EmailAnalysis extends Plugin implements AnalysisPlugin {
  @Override
  public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
    return Map.of(
      "uax_url_email",
      (index, environment, name, settings) -> TokenizerFactory.newFactory(name, UAX29URLEmailTokenizer::new)
    );
  }

  @Override
  public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
    return Map.of(
      "pattern_capture",
      AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> new Captures(index, name, settings)),
      "unique",
      (index, environment, name, settings) -> new Duplicates(index, name, settings)
    );
  }

  private static final class Captures extends AbstractTokenFilterFactory {
    private final boolean keepsOriginal;
    private final Pattern[] patterns;

    Captures(IndexSettings index, String name, Settings settings) {
      super(index, name, settings);
      keepsOriginal = settings.getAsBoolean("preserve_original", true);
      patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
    }

    @Override
    public TokenStream create(TokenStream tokens) {
      return new PatternCaptureGroupTokenFilter(tokens, keepsOriginal, patterns);
    }
  }

  private static final class Duplicates extends AbstractTokenFilterFactory {
    Duplicates(IndexSettings index, String name, Settings settings) {
      super(index, name, settings);
    }

    @Override
    public TokenStream create(TokenStream tokens) {
      return new RemoveDuplicatesTokenFilter(tokens);
    }
  }
}
