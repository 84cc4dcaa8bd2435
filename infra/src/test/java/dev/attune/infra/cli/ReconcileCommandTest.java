package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReconcileCommandTest {

  private static final String DIFFERS =
      "{\"passed\":false,\"compared\":40,\"findings\":[\"profile.lastSeen differs in 1 documents, such as x\"]}";
  private static final String EQUAL = "{\"passed\":true,\"compared\":40,\"findings\":[]}";

  private final AtomicReference<Boolean> sound = new AtomicReference<>();
  private ScriptedService service;

  @AfterEach
  void stop() {
    service.close();
  }

  private static String generation(int number, String stage, int twinOf, boolean whole, String gate) {
    return """
        {"generation":%d,"stage":"%s","whole":%b,"automatic":false,"twinOf":%d,"paused":false,"done":3000,"total":3000,
        "eventsPerSecond":1000,"secondsLeft":0,"answering":%b,"gate":%s,"remark":"compared with generation 1"}"""
        .formatted(number, stage, whole, twinOf, stage.equals("LIVE"), gate);
  }

  /** Of projection 'profile', whose only live generation is 1 and whose twin is 2. */
  private void views(boolean whole, String gate) {
    service =
        new ScriptedService(
            "/v1/projections",
            request ->
                switch (request) {
                  case "GET" -> "[{\"name\":\"profile\"},{\"name\":\"totals\"}]";
                  case "GET/profile/rebuilds" -> "[" + generation(1, "LIVE", 0, true, "null") + "]";
                  case "POST/profile/rebuilds/1:compare{\"throttle\":500}", "POST/profile/rebuilds/1:compare{}" ->
                      generation(2, "BUILDING", 1, whole, "null");
                  case "GET/profile/rebuilds/2" ->
                      generation(2, gate.equals(EQUAL) ? "CANCELLED" : "BUILDING", 1, whole, gate);
                  case "POST/profile/rebuilds/2:switch?force=true{}" -> generation(2, "LIVE", 0, whole, gate);
                  case "POST/profile/rebuilds/2:cancel{}" -> generation(2, "CANCELLED", 1, whole, gate);
                  case "POST/profile/rebuilds{\"switch\":\"auto\"}" -> generation(3, "LIVE", 0, true, "null");
                  default -> throw new AssertionError(request);
                });
  }

  private String reconciled(Long throttle, boolean mend) {
    return ScriptedService.shown(
        terminal ->
            sound.set(new ViewReconciling(service.api(), throttle, terminal, Duration.ZERO).run("profile", mend)));
  }

  @Test
  void a_projection_that_is_equal_is_told_with_the_number_of_documents() {
    views(true, EQUAL);

    assertThat(reconciled(500L, true)).contains("profile: 40 documents of generation 1 compared, all equal");
    assertThat(sound).hasValue(true);
    assertThat(service.asked()).contains("POST/profile/rebuilds/1:compare{\"throttle\":500}");
    assertThat(new ViewReconciling(service.api(), null, null, Duration.ZERO).projections())
        .isEqualTo(List.of("profile", "totals"));
  }

  @Test
  void one_that_differs_is_mended_by_answering_from_the_twin() {
    views(true, DIFFERS);

    assertThat(reconciled(null, true))
        .contains("profile.lastSeen differs in 1 documents, such as x")
        .contains("profile: mended, generation 2 is live.");
    assertThat(sound).hasValue(true);
    assertThat(service.asked()).last().isEqualTo("POST/profile/rebuilds/2:switch?force=true{}");
  }

  @Test
  void one_of_several_that_are_live_is_mended_by_a_rebuild() {
    views(false, DIFFERS);

    assertThat(reconciled(null, true)).contains("Generation 3 of profile is live");
    assertThat(sound).hasValue(true);
    assertThat(service.asked())
        .contains("POST/profile/rebuilds/2:cancel{}").doesNotContain("POST/profile/rebuilds/2:switch?force=true{}");
  }

  @Test
  void without_mending_what_differs_is_told_and_the_twin_goes() {
    views(true, DIFFERS);

    assertThat(reconciled(null, false)).contains("profile.lastSeen differs").doesNotContain("mended");
    assertThat(sound).hasValue(false);
    assertThat(service.asked()).last().isEqualTo("POST/profile/rebuilds/2:cancel{}");
  }

  /** Of a comparison that is over at once. */
  private void topic(String state, int differing, int gapsClosed) {
    service =
        new ScriptedService(
            "/v1/relay/checks",
            request -> """
                {"state":"%s","position":3000,"target":3000,"eventsPerSecond":1000.0,"compared":3005,"gapsClosed":%d,
                "differing":%d,"findings":["attune.events: a finding"],"reason":"Kafka is away"}"""
                .formatted(request.startsWith("POST") ? "CHECKING" : state, gapsClosed, differing));
  }

  private String topicReconciled(boolean mend) {
    return ScriptedService.shown(
        terminal -> sound.set(new TopicReconciling(service.api(), terminal, Duration.ZERO).run(mend)));
  }

  @Test
  void the_topic_is_followed_until_it_is_compared() {
    topic("DONE", 0, 2);
    assertThat(topicReconciled(true))
        .contains("attune.events: a finding")
        .contains("topic: 3,005 records compared with the store, 2 gaps closed, all equal");
    assertThat(sound).hasValue(true);
    assertThat(service.asked()).first().isEqualTo("POST{\"mend\":true}");
  }

  @Test
  void a_topic_that_differs_still_is_not_sound_and_a_comparison_that_breaks_off_says_why() {
    topic("DONE", 3, 0);
    assertThat(topicReconciled(false)).contains("3 differ").contains("docs/operations.md");
    assertThat(sound).hasValue(false);
    service.close();
    topic("FAILED", 0, 0);
    assertThatThrownBy(() -> topicReconciled(true))
        .isInstanceOf(StackException.class).hasMessageContaining("Kafka is away");
  }

  @Test
  void only_the_topic_or_the_views_can_be_asked_for() {
    topic("DONE", 0, 0);
    CommandLine attune = Attune.commandLine();
    attune.setErr(new PrintWriter(Writer.nullWriter()));

    assertThat(attune.execute("reconcile", "--only", "everything")).isEqualTo(2);
  }
}
