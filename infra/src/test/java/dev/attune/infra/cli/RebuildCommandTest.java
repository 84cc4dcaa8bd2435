package dev.attune.infra.cli;

import dev.attune.infra.stack.StackException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RebuildCommandTest {

  private static final String GATE_REFUSES =
      "{\"passed\":false,\"findings\":[\"profile.lastSeen differs in 1 documents, such as x\"]}";

  private volatile List<String> answers = List.of();
  private volatile String list = "[]";
  private ScriptedService service;

  @BeforeEach
  void start() {
    service = new ScriptedService("/v1/projections/profile/rebuilds", this::answer);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String answer(String request) {
    if (request.equals("GET")) {
      return list;
    }
    String answer = answers.getFirst();
    if (answers.size() > 1) {
      answers = answers.subList(1, answers.size());
    }
    return answer;
  }

  private static String generation(String stage, long done, String gate) {
    return """
        {"generation":2,"stage":"%s","whole":true,"automatic":true,"paused":false,"done":%d,"total":3000,
        "eventsPerSecond":1000,"secondsLeft":2,"gate":%s,"remark":"an operator's rebuild"}""".formatted(stage, done, gate);
  }

  private String followed(Long throttle, boolean manual) {
    return ScriptedService.shown(
        terminal -> RebuildCommand.follow(service.api(), "profile", throttle, manual, terminal, Duration.ZERO));
  }

  @Test
  void a_rebuild_is_begun_and_followed_until_it_is_live() {
    answers =
        List.of(
            generation("BUILDING", 0, "null"), generation("BUILDING", 1000, "null"), generation("READY", 3000, "null"),
            generation("LIVE", 3000, "null"));

    assertThat(followed(500L, false))
        .contains("Generation 2 of profile is live: 3,000 events read")
        .contains("--back");
    assertThat(service.asked().subList(0, 2)).containsExactly("GET", "POST{\"switch\":\"auto\",\"throttle\":500}");
  }

  @Test
  void one_that_is_under_way_is_shown_again_and_may_get_another_throttle() {
    list = "[" + generation("BUILDING", 1000, "null") + "]";
    answers = List.of(generation("LIVE", 3000, "null"));

    followed(null, false);
    assertThat(service.asked()).doesNotContain("POST{\"switch\":\"auto\"}");
    answers = List.of(generation("LIVE", 3000, "null"));
    followed(700L, false);
    assertThat(service.asked()).contains("POST/2:throttle{\"switch\":\"auto\",\"throttle\":700}");
  }

  @Test
  void what_the_gate_refuses_is_left_to_the_operator() {
    answers = List.of(generation("BUILDING", 0, "null"), generation("BUILDING", 3000, GATE_REFUSES));

    assertThatThrownBy(() -> followed(null, true))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("--switch now --force")
        .hasMessageContaining("--cancel");
  }

  @Test
  void one_that_ended_otherwise_says_why() {
    answers = List.of(generation("BUILDING", 0, "null"), generation("FAILED", 10, "null"));

    assertThatThrownBy(() -> followed(null, false))
        .isInstanceOf(StackException.class)
        .hasMessage("Generation 2 of profile is FAILED: an operator's rebuild");
  }

  @Test
  void at_most_one_thing_is_done_at_a_time() {
    CommandLine attune = Attune.commandLine();
    attune.setErr(new PrintWriter(Writer.nullWriter()));

    assertThat(attune.execute("rebuild", "profile", "--pause", "--cancel")).isEqualTo(2);
    assertThat(attune.execute("rebuild")).isEqualTo(2);
    assertThat(attune.execute("rebuild", "profile", "--switch", "perhaps")).isEqualTo(2);
  }
}
