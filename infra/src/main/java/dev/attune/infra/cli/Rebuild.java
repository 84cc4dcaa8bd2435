package dev.attune.infra.cli;

import dev.attune.infra.terminal.Text;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A generation as query-service tells of it.
 *
 * @param generation number
 * @param stage BUILDING, READY, LIVE, STANDBY, RETIRED, CANCELLED or FAILED
 * @param whole it takes the place of all that is live; false: definitions beside it
 * @param automatic it goes live by itself
 * @param twinOf number of the live generation that it is only compared with; 0: it is to go live
 * @param paused nothing is folded into it
 * @param done records read
 * @param total records there are
 * @param eventsPerSecond at present
 * @param secondsLeft -1 if it stands still
 * @param answering requests are answered from it
 * @param compared documents that the gate compared
 * @param passed the gate looked, and let it pass
 * @param refused the gate looked, and did not let it pass
 * @param findings of the gate
 * @param remark why it was begun, or is over
 */
record Rebuild(
    int generation,
    String stage,
    boolean whole,
    boolean automatic,
    int twinOf,
    boolean paused,
    long done,
    long total,
    long eventsPerSecond,
    long secondsLeft,
    boolean answering,
    long compared,
    boolean passed,
    boolean refused,
    List<String> findings,
    String remark) {

  static Rebuild of(JsonNode answer) {
    JsonNode gate = answer.path("gate");
    List<String> findings = new ArrayList<>();
    gate.path("findings").forEach(finding -> findings.add(finding.asString("")));
    return new Rebuild(
        answer.path("generation").asInt(0),
        answer.path("stage").asString(""),
        answer.path("whole").asBoolean(false),
        answer.path("automatic").asBoolean(false),
        answer.path("twinOf").asInt(0),
        answer.path("paused").asBoolean(false),
        answer.path("done").asLong(0),
        answer.path("total").asLong(0),
        answer.path("eventsPerSecond").asLong(0),
        answer.path("secondsLeft").asLong(-1),
        answer.path("answering").asBoolean(false),
        gate.path("compared").asLong(0),
        gate.path("passed").asBoolean(false),
        gate.isObject() && !gate.path("passed").asBoolean(false),
        findings,
        answer.path("remark").asString(""));
  }

  boolean isToCome() {
    return stage.equals("BUILDING") || stage.equals("READY");
  }

  /** Nobody needs to do anything yet. */
  boolean goesOn() {
    return (stage.equals("BUILDING") && !refused) || (stage.equals("READY") && automatic);
  }

  /** All events have been folded into it. */
  boolean isFolded() {
    return passed || refused || stage.equals("LIVE");
  }

  /** What stands beside the bar. */
  String remarkOfProgress() {
    if (paused) {
      return "paused";
    }
    if (twinOf != 0 && total > 0 && done >= total) {
      return "comparing every document";
    }
    String speed = Text.count(eventsPerSecond) + " events/s";
    return secondsLeft < 0 || done >= total
        ? speed
        : speed + ", %d:%02d:%02d left".formatted(secondsLeft / 3600, secondsLeft / 60 % 60, secondsLeft % 60);
  }

  /** A line of the list. */
  String line() {
    String progress =
        isToCome()
            ? ", %s of %s, %s".formatted(Text.count(done), Text.count(total), remarkOfProgress())
            : "";
    return "%4d  %-9s  %s%s".formatted(generation, stage, remark, progress);
  }
}
