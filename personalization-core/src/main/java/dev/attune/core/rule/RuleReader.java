package dev.attune.core.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a rule about people names, and how it depends on the time.
 *
 * <p>So that it can be told when a rule changes by time alone, {@code now} is compared, alone or with durations added
 * or taken away, with one other moment ({@code now - profile.last_seen > duration('720h')}), or a part of the calendar
 * is read off it ({@code now.getHours('Europe/Berlin') >= 18}). Everything else with {@code now} is refused.
 */
final class RuleReader {

  private static final Set<String> COMPARISONS = Set.of("_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_");
  private static final Set<String> SUMS = Set.of("_+_", "_-_");
  private static final Set<String> TOO_FINE = Set.of("getSeconds", "getMilliseconds");
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Days and hours begin at one of these in every zone. */
  private static final Duration A_QUARTER = Duration.ofMinutes(15);

  private final Set<String> fields = new TreeSet<>();
  private final Set<String> metrics = new TreeSet<>();
  private final Set<Duration> durations = new TreeSet<>();
  private final Set<Instant> moments = new TreeSet<>();
  private final Set<String> flaws = new TreeSet<>();
  private boolean asksForNow;
  private boolean parsesTexts;
  private Duration grain = Duration.ZERO;

  private RuleReader() {}

  static Reading read(CelAbstractSyntaxTree tree) {
    RuleReader reader = new RuleReader();
    CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(reader::node);
    return new Reading(
        reader.fields, reader.metrics, reader.asksForNow, reader.durations, reader.moments, reader.parsesTexts,
        reader.grain, List.copyOf(reader.flaws));
  }

  private void node(CelNavigableExpr node) {
    CelExpr expression = node.expr();
    if (expression.getKind() == Kind.IDENT) {
      if (expression.ident().name().equals("profile")) {
        profile(node);
      } else if (expression.ident().name().equals("now")) {
        asksForNow = true;
        now(node);
      }
    } else if (expression.getKind() == Kind.CALL) {
      call(expression.call());
    }
  }

  private void profile(CelNavigableExpr node) {
    CelNavigableExpr use = node.parent().orElse(null);
    String field = use == null ? null : named(use.expr(), node.expr());
    if (use == null || field == null) {
      flaws.add("name a field of the profile: profile.traits");
    } else if (!PersonVariables.FIELDS.contains(field)) {
      flaws.add("profile has no field '%s'; it has %s".formatted(field, String.join(", ", PersonVariables.FIELDS)));
    } else {
      fields.add(field);
      if (field.equals(PersonVariables.METRICS)) {
        String key = use.parent().map(next -> named(next.expr(), use.expr())).orElse(null);
        if (key == null) {
          flaws.add("name each metric: profile.metrics.views or profile.metrics['views-24h']");
        } else {
          metrics.add(key);
        }
      }
    }
  }

  /**
   * What is named within a map: {@code map.name}, {@code map['name']} or {@code 'name' in map}; null: something else.
   */
  private static @Nullable String named(CelExpr use, CelExpr map) {
    if (use.getKind() == Kind.SELECT && use.select().operand().id() == map.id()) {
      return use.select().field();
    }
    if (use.getKind() == Kind.CALL && use.call().args().size() == 2) {
      List<CelExpr> arguments = List.copyOf(use.call().args());
      return switch (use.call().function()) {
        case "_[_]" -> arguments.get(0).id() == map.id() ? text(arguments.get(1)) : null;
        case "@in" -> arguments.get(1).id() == map.id() ? text(arguments.get(0)) : null;
        default -> null;
      };
    }
    return null;
  }

  private void now(CelNavigableExpr node) {
    CelNavigableExpr at = node;
    Optional<CelNavigableExpr> up = node.parent();
    while (up.isPresent() && up.get().getKind() == Kind.CALL) {
      CelNavigableExpr next = up.get();
      CelCall call = next.expr().call();
      boolean reads = call.target().isPresent() && call.target().get().id() == at.expr().id() && isGetter(call);
      if (reads || COMPARISONS.contains(call.function())) {
        test(next);
        return;
      }
      if (!SUMS.contains(call.function())) {
        break;
      }
      at = next;
      up = next.parent();
    }
    flaws.add("compare now with one other moment, or read a part of the calendar off it; nothing else can be foreseen");
  }

  /** What is compared with now, or read off it. */
  private void test(CelNavigableExpr test) {
    long others = 0;
    long written = 0;
    for (CelNavigableExpr part : test.allNodes().toList()) {
      CelExpr expression = part.expr();
      if (expression.getKind() == Kind.IDENT) {
        others++;
      } else if (expression.getKind() == Kind.CALL && expression.call().function().equals("timestamp")) {
        others += expression.call().args().getFirst().getKind() == Kind.CONSTANT ? 1 : 0;
      } else if (expression.getKind() == Kind.CALL && expression.call().function().equals("duration")) {
        written++;
      } else if (expression.getKind() == Kind.COMPREHENSION) {
        others += 2;
      }
    }
    if (others > 2) {
      flaws.add("compare now with one other moment at a time");
    }
    if (written > 2) {
      flaws.add("write at most two durations into one comparison with now");
    }
  }

  private void call(CelCall call) {
    if (isGetter(call)) {
      if (TOO_FINE.contains(call.function())) {
        flaws.add(call.function() + " changes too often for an audience");
      } else {
        boolean minutes = call.function().equals("getMinutes") || grain.equals(A_MINUTE);
        grain = minutes ? A_MINUTE : A_QUARTER;
      }
    } else if (call.function().equals("duration")) {
      String text = text(call.args().getFirst());
      Duration duration = text == null ? null : Durations.absolute(text);
      if (duration == null) {
        flaws.add("write durations as texts: duration('720h')");
      } else {
        durations.add(duration);
      }
    } else if (call.function().equals("timestamp")) {
      timestamp(call.args().getFirst());
    }
  }

  private void timestamp(CelExpr argument) {
    if (argument.getKind() != Kind.CONSTANT) {
      parsesTexts = true;
      return;
    }
    String text = text(argument);
    try {
      if (text != null) {
        moments.add(OffsetDateTime.parse(text).toInstant());
        return;
      }
    } catch (DateTimeException e) {
      // told below
    }
    flaws.add("write moments as texts: timestamp('2026-01-31T00:00:00Z')");
  }

  private static boolean isGetter(CelCall call) {
    return call.target().isPresent() && call.function().startsWith("get");
  }

  private static @Nullable String text(CelExpr expression) {
    return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? expression.constant().stringValue()
        : null;
  }
}
