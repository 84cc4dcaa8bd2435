package dev.attune.command.platform;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Every error as a problem detail, Spring's own (404, 405, 415 …) included. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> any(Exception thrown) {
    ProblemException problem = Problems.of(thrown);
    if (problem.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
      LOG.error("Unexpected error", thrown);
    } else if (problem.status().is5xxServerError()) {
      LOG.warn("{}: {}", problem.getMessage(), String.valueOf(Problems.unwrapped(thrown)));
    }
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    problem.headers().forEach(headers::set);
    return new ResponseEntity<>(problem.body(), headers, problem.status());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception thrown, @Nullable Object body, HttpHeaders headers, HttpStatusCode code, WebRequest request) {
    HttpStatus status = HttpStatus.valueOf(code.value());
    String detail = body instanceof ProblemDetail known && known.getDetail() != null ? known.getDetail() : "";
    String kind = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    HttpHeaders answered = new HttpHeaders();
    answered.putAll(headers);
    answered.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return new ResponseEntity<>(
        ProblemException.detail(status, kind, status.getReasonPhrase(), detail), answered, status);
  }
}
