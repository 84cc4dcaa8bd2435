package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Progress;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has command-service compare the topics with the log. */
final class TopicReconciling {

  private static final String PATH = "/v1/relay/checks";
  private static final String JSON = "application/json";

  private final CommandApi api;
  private final Terminal terminal;
  private final Duration pause;

  /**
   * @param pause between two looks at how far it is
   */
  TopicReconciling(CommandApi api, Terminal terminal, Duration pause) {
    this.api = api;
    this.terminal = terminal;
    this.pause = pause;
  }

  /**
   * Compares.
   *
   * @param mend what is missing is sent again
   * @return false if something differs still
   * @throws StackException with the reason if it breaks off
   */
  boolean run(boolean mend) {
    String body = JsonMapper.shared().createObjectNode().put("mend", mend).toString();
    Check check = Check.of(api.send("POST", PATH, JSON, body));
    Check[] latest = {check};
    try (Progress progress =
        Progress.start(terminal, "reconcile topic", Math.max(1, check.target()), () -> latest[0].remark())) {
      progress.advance(check.position());
      while (check.state().equals("CHECKING")) {
        RebuildCommand.sleep(pause);
        Check next = Check.of(api.send("GET", PATH, JSON, ""));
        latest[0] = next;
        progress.advance(next.position() - check.position());
        check = next;
      }
    }
    check.findings().forEach(finding -> terminal.line("  " + finding));
    if (!check.state().equals("DONE")) {
      throw new StackException("The comparison broke off at position %s: %s. Give the same command again.".formatted(
          Text.count(check.position()), check.reason()));
    }
    terminal.line(check.result());
    return check.differing() == 0;
  }

  /** How far command-service says it is. */
  private record Check(
      String state,
      long position,
      long target,
      double eventsPerSecond,
      long compared,
      long gapsClosed,
      long differing,
      List<String> findings,
      String reason) {

    static Check of(JsonNode answer) {
      List<String> findings = new ArrayList<>();
      answer.path("findings").forEach(finding -> findings.add(finding.asString("")));
      return new Check(
          answer.path("state").asString(""),
          answer.path("position").asLong(0),
          answer.path("target").asLong(0),
          answer.path("eventsPerSecond").asDouble(0),
          answer.path("compared").asLong(0),
          answer.path("gapsClosed").asLong(0),
          answer.path("differing").asLong(0),
          findings,
          answer.path("reason").asString("unknown"));
    }

    String remark() {
      return Text.count(Math.round(eventsPerSecond)) + " events/s";
    }

    String result() {
      String all = "topic: %s compared with the store".formatted(Text.count(compared, "record"));
      String closed = gapsClosed == 0 ? "" : ", %s closed".formatted(Text.count(gapsClosed, "gap"));
      return differing == 0
          ? all + closed + ", all equal"
          : "%s%s, %s differ. To have a topic written again from the log: docs/operations.md, reconcile".formatted(
              all, closed, Text.count(differing));
    }
  }
}
