package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import dev.attune.infra.terminal.Terminal;
import dev.attune.infra.terminal.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has query-service compare the documents of live generations with those of new ones of the same. */
final class ViewReconciling {

  private static final String JSON = "application/json";

  private final CommandApi api;
  private final @Nullable Long throttle;
  private final Terminal terminal;
  private final Duration pause;

  /**
   * @param throttle events per second at most, for every instance; null: none
   * @param pause between two looks at how far it is
   */
  ViewReconciling(CommandApi api, @Nullable Long throttle, Terminal terminal, Duration pause) {
    this.api = api;
    this.throttle = throttle;
    this.terminal = terminal;
    this.pause = pause;
  }

  /** Names of all projections. */
  List<String> projections() {
    List<String> names = new ArrayList<>();
    for (JsonNode one : api.send("GET", "/v1/projections", JSON, "")) {
      names.add(one.path("name").asString(""));
    }
    return names;
  }

  /**
   * Compares a projection.
   *
   * @param mend what differs is mended
   * @return false if something differs still
   */
  boolean run(String name, boolean mend) {
    List<Rebuild> live = RebuildCommand.list(api, name).stream().filter(Rebuild::answering).toList();
    if (live.isEmpty()) {
      throw new StackException("Projection " + name + " answers nothing yet: ./attune status");
    }
    for (Rebuild one : live) {
      Rebuild twin = compared(name, one);
      if (twin.refused()) {
        twin.findings().forEach(finding -> terminal.line("  " + finding));
        return isMended(name, twin, mend);
      }
      terminal.line("%s: %s of generation %d compared, all equal".formatted(
          name, Text.count(twin.compared(), "document"), one.generation()));
    }
    return true;
  }

  private Rebuild compared(String name, Rebuild original) {
    Rebuild twin =
        RebuildCommand.list(api, name).stream()
            .filter(one -> one.twinOf() == original.generation() && one.isToCome())
            .findFirst()
            .orElseGet(() -> act(name, original.generation(), "compare", body()));
    Rebuild last = RebuildCommand.watched(api, name, twin, "reconcile " + name, terminal, pause);
    if (!last.refused() && !last.passed()) {
      throw new StackException(
          "Generation %d of %s is %s: %s".formatted(last.generation(), name, last.stage(), last.remark()));
    }
    return last;
  }

  private boolean isMended(String name, Rebuild twin, boolean mend) {
    if (mend && twin.whole()) {
      Rebuild live = act(name, twin.generation(), "switch?force=true", "{}");
      terminal.line("%s: mended, generation %d is live. Back: ./attune rebuild %s --back".formatted(
          name, live.generation(), name));
      return true;
    }
    act(name, twin.generation(), "cancel", "{}");
    if (mend) {
      RebuildCommand.follow(api, name, throttle, false, terminal, pause);
    }
    return mend;
  }

  private Rebuild act(String name, int generation, String what, String body) {
    return Rebuild.of(api.send("POST", RebuildCommand.path(name) + "/" + generation + ":" + what, JSON, body));
  }

  private String body() {
    var body = JsonMapper.shared().createObjectNode();
    if (throttle != null) {
      body.put("throttle", throttle);
    }
    return body.toString();
  }
}
