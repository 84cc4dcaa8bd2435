package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import java.net.URI;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Problems as answers. */
final class ProblemAnswer {

  private static final String RETRY_AFTER_SECONDS = "1";

  private ProblemAnswer() {}

  static ProblemDetail detail(Problem problem) {
    Problem.Kind kind = problem.kind();
    ProblemDetail detail = ProblemDetail.forStatus(kind.status());
    detail.setType(URI.create(kind.type()));
    detail.setTitle(kind.title());
    detail.setDetail(problem.getMessage());
    problem.members().forEach(detail::setProperty);
    return detail;
  }

  static ResponseEntity<Object> of(Problem problem) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    headers.setCacheControl("no-store");
    if (problem.kind().status() == 503) {
      headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return new ResponseEntity<>(detail(problem), headers, HttpStatusCode.valueOf(problem.kind().status()));
  }

  /** The kind that is nearest to an HTTP status. */
  static Problem.Kind kind(int status) {
    for (Problem.Kind kind : Problem.Kind.values()) {
      if (kind.status() == status) {
        return kind;
      }
    }
    return status < 500 ? Problem.Kind.BAD_REQUEST : Problem.Kind.INTERNAL;
  }
}
