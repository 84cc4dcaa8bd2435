package dev.attune.infra.shop;

import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/** What was sent and decided so far. Thread-safe. */
final class TrafficTally {

  private final LongAdder messages = new LongAdder();
  private final LongAdder decisions = new LongAdder();
  private final LongAdder offered = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder fallbacks = new LongAdder();
  private final LongAdder capped = new LongAdder();
  private String position = "";
  private final long started = System.nanoTime();

  void messages(int count, Optional<String> reached) {
    messages.add(count);
    reached.ifPresent(this::reached);
  }

  void decision(JsonNode answer, Optional<String> reached) {
    decisions.increment();
    JsonNode proposition = answer.path("proposition");
    if (proposition.path("consumed").asBoolean(false)) {
      offered.increment();
    } else if (proposition.path("fallback").asBoolean(false)) {
      fallbacks.increment();
    } else if (proposition.isObject()) {
      repeated.increment();
    }
    if (answer.path("heldBack").valueStream().anyMatch(held -> held.path("gate").asString("").equals("capped"))) {
      capped.increment();
    }
    reached.ifPresent(this::reached);
  }

  /** Positions are opaque, but a longer one, or an equally long one that sorts behind, is further on. */
  private synchronized void reached(String further) {
    boolean longer = further.length() > position.length();
    if (longer || (further.length() == position.length() && further.compareTo(position) > 0)) {
      position = further;
    }
  }

  /** The furthest position that was answered; empty if none was. */
  synchronized String position() {
    return position;
  }

  Duration time() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** For the progress bar. */
  String remark() {
    return "%s events, %s decisions, %s/s"
        .formatted(
            Text.count(messages.sum()), Text.count(decisions.sum()),
            Text.count(Text.perSecond(messages.sum() + decisions.sum(), time())));
  }

  Result result() {
    return new Result(
        messages.sum(), decisions.sum(), offered.sum(), repeated.sum(), fallbacks.sum(), capped.sum(), time());
  }

  /**
   * What was sent and decided.
   *
   * @param messages interactions and sign-ins
   * @param decisions that were asked for
   * @param offered propositions that counted against a cap
   * @param repeated offers that the session had seen in that placement already
   * @param fallbacks where no offer was left
   * @param capped decisions in which the cap held an offer back
   * @param time that it took
   */
  record Result(
      long messages, long decisions, long offered, long repeated, long fallbacks, long capped, Duration time) {}
}
