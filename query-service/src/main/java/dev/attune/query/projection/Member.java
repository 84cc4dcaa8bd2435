package dev.attune.query.projection;

import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A generation and what is to be done with it.
 *
 * @param generation that it is about
 * @param stage what it is for
 * @param whole it folds everything that is wanted and will take the place of all that is live; false: it is a segment
 *     that will stand beside what is live
 * @param automatic it goes live by itself once it has passed the gate
 * @param twinOf number of the live generation that it is folded to be compared with; 0: it is to go live
 * @param paused nothing is folded into it until it is resumed
 * @param throttle events per second that every instance folds at most; 0: as many as it can
 * @param gate what the gate found last; null if it has not looked yet
 * @param remark for people: why it was begun, and why it is over
 * @param dropped its documents are gone
 */
public record Member(
    Generation generation,
    Stage stage,
    boolean whole,
    boolean automatic,
    int twinOf,
    boolean paused,
    long throttle,
    @Nullable GateReport gate,
    String remark,
    boolean dropped) {

  static Member begun(Generation generation, Stage stage, GenerationPlan plan) {
    return new Member(
        generation, stage, plan.whole(), plan.automatic(), plan.twinOf(), false,
        stage == Stage.LIVE ? 0 : plan.throttle(), null, plan.why(), false);
  }

  /** Number of the generation. */
  public int number() {
    return generation.number();
  }

  Member to(Stage next) {
    boolean lives = next == Stage.LIVE;
    return new Member(
        generation, next, whole, automatic, lives ? 0 : twinOf, false, lives ? 0 : throttle, gate, remark, dropped);
  }

  /** True if it is folded only to be compared. */
  boolean isTwin() {
    return twinOf != 0;
  }

  Member remarked(String why) {
    return new Member(generation, stage, whole, automatic, twinOf, paused, throttle, gate, why, dropped);
  }

  Member paused(boolean pause) {
    return new Member(generation, stage, whole, automatic, twinOf, pause, throttle, gate, remark, dropped);
  }

  Member throttled(long eventsPerSecond) {
    return new Member(generation, stage, whole, automatic, twinOf, paused, eventsPerSecond, gate, remark, dropped);
  }

  Member gated(GateReport report) {
    return new Member(generation, stage, whole, automatic, twinOf, paused, throttle, report, remark, dropped);
  }

  Member withoutDocuments() {
    return new Member(generation, stage, whole, automatic, twinOf, paused, throttle, gate, remark, true);
  }

  Document document() {
    return generation
        .manifest()
        .append("stage", stage.name())
        .append("whole", whole)
        .append("automatic", automatic)
        .append("twinOf", twinOf)
        .append("paused", paused)
        .append("throttle", throttle)
        .append("gate", gate == null ? null : gate.document())
        .append("remark", remark)
        .append("dropped", dropped);
  }

  static Member of(String projection, Document document, String incarnation) {
    Document gate = document.get("gate", Document.class);
    return new Member(
        Generation.of(projection, document, incarnation),
        Stage.valueOf(document.getString("stage")),
        document.getBoolean("whole"),
        document.getBoolean("automatic"),
        document.getInteger("twinOf", 0),
        document.getBoolean("paused"),
        document.getLong("throttle"),
        gate == null ? null : GateReport.of(gate),
        document.getString("remark"),
        document.getBoolean("dropped"));
  }
}
