package dev.attune.infra.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTest {

  @Test
  void a_problem_detail_is_read_with_its_errors() {
    Problem problem = Problem.parse(422, """
        {"type":"about:blank","title":"Definitions refused","status":422,"detail":"2 errors in the file",
         "errors":[{"path":"offers[0].rule","message":"unknown variable"},"line 3: tab"]}
        """);

    assertThat(problem.text()).isEqualTo("""
        Definitions refused (422)
          2 errors in the file
          - path offers[0].rule: unknown variable
          - line 3: tab""");
  }

  @Test
  void any_other_body_is_shown_as_it_is() {
    assertThat(Problem.parse(502, "<html>Bad gateway</html>").text())
        .isEqualTo("The service refused (502)\n  <html>Bad gateway</html>");
    assertThat(Problem.parse(401, "").text()).isEqualTo("The service refused (401)");
    assertThat(Problem.parse(500, "x".repeat(1_000)).text()).hasSizeLessThan(400);
  }
}
