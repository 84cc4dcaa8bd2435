package dev.attune.core.rule;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles and evaluates rules in CEL (cel.dev). Thread-safe; a rule is compiled once.
 *
 * <p>Variables of decisions: {@code profile}, {@code context} and {@code session} (maps), {@code placement} (string)
 * and {@code now} (timestamp); of rules about people: {@code profile} and {@code now}. Limits: {@value #MAX_LENGTH}
 * characters, {@value #MAX_ITERATIONS} iterations of macros in all, regular expressions of at most {@value
 * #MAX_REGEX_PROGRAM} instructions.
 */
public final class Rules {

  /** Longest rule, in characters. */
  public static final int MAX_LENGTH = 2_000;

  /** Most iterations of {@code all}, {@code exists}, {@code map} and {@code filter} in one evaluation. */
  public static final int MAX_ITERATIONS = 2_000;

  /** Largest compiled regular expression. */
  public static final int MAX_REGEX_PROGRAM = 500;

  private static final MapType FIELDS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX_PROGRAM)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(60)
          .build();

  private final CelCompiler compiler;

  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  private final Cache<String, Compiled> compiled = Caffeine.newBuilder().maximumSize(10_000).build();

  /** Rules of decisions. */
  public Rules() {
    this(
        compiler()
            .addVar("profile", FIELDS)
            .addVar("context", FIELDS)
            .addVar("session", FIELDS)
            .addVar("placement", SimpleType.STRING)
            .addVar("now", SimpleType.TIMESTAMP)
            .build());
  }

  private Rules(CelCompiler compiler) {
    this.compiler = compiler;
  }

  /** Rules about people, with {@code profile} ({@link PersonVariables}) and {@code now} alone. */
  public static Rules ofPeople() {
    return new Rules(compiler().addVar("profile", FIELDS).addVar("now", SimpleType.TIMESTAMP).build());
  }

  private static CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setResultType(SimpleType.BOOL);
  }

  /**
   * What a rule about people is about.
   *
   * @throws IllegalArgumentException if it is no rule, see {@link #problem}
   */
  public Reading read(String rule) {
    return switch (compiled(rule)) {
      case Compiled.Broken broken -> throw new IllegalArgumentException(broken.reason());
      case Compiled.Ready ready -> RuleReader.read(ready.tree());
    };
  }

  /** What is wrong with the rule, for the marketer who wrote it; null if nothing. */
  public @Nullable String problem(String rule) {
    return compiled(rule) instanceof Compiled.Broken broken ? broken.reason() : null;
  }

  /** What the rule says. */
  public Verdict evaluate(String rule, Map<String, Object> variables) {
    return switch (compiled(rule)) {
      case Compiled.Broken broken -> new Verdict.Failed(broken.reason());
      case Compiled.Ready ready -> run(ready.program(), variables);
    };
  }

  private static Verdict run(CelRuntime.Program program, Map<String, Object> variables) {
    try {
      return switch (program.eval(variables)) {
        case Boolean holds -> holds ? new Verdict.Holds() : new Verdict.DoesNotHold();
        case Object other -> new Verdict.Failed("gives " + other.getClass().getSimpleName() + ", not true or false");
      };
    } catch (CelEvaluationException e) {
      return new Verdict.Failed(firstLine(e));
    }
  }

  private Compiled compiled(String rule) {
    return compiled.get(rule, this::compile);
  }

  private Compiled compile(String rule) {
    if (rule.length() > MAX_LENGTH) {
      return new Compiled.Broken("longer than " + MAX_LENGTH + " characters");
    }
    try {
      CelAbstractSyntaxTree tree = compiler.compile(rule).getAst();
      return new Compiled.Ready(runtime.createProgram(tree), tree);
    } catch (CelValidationException | CelEvaluationException e) {
      return new Compiled.Broken(firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  private sealed interface Compiled {
    record Ready(CelRuntime.Program program, CelAbstractSyntaxTree tree) implements Compiled {}

    record Broken(String reason) implements Compiled {}
  }
}
