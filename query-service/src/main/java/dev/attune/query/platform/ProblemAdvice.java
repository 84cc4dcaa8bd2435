package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import dev.attune.query.problem.Problem.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as a problem detail, Spring's own (404, 405, 406 …) included. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> any(Exception thrown) {
    return switch (thrown) {
      case Problem problem -> ProblemAnswer.of(problem);
      case DataAccessException away -> {
        LOG.warn("The view store does not answer: {}", away.getMessage());
        yield ProblemAnswer.of(
            new Problem(Kind.VIEW_STORE_UNAVAILABLE, "The view store does not answer; try again soon"));
      }
      default -> {
        LOG.error("Unexpected error", thrown);
        yield ProblemAnswer.of(
            new Problem(Kind.INTERNAL, "An unexpected error, which is in the log of the service"));
      }
    };
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception thrown, @Nullable Object body, HttpHeaders headers, HttpStatusCode code, WebRequest request) {
    String detail = body instanceof ProblemDetail known && known.getDetail() != null ? known.getDetail() : "";
    return ProblemAnswer.of(new Problem(ProblemAnswer.kind(code.value()), detail));
  }
}
