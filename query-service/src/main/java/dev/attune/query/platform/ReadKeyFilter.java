package dev.attune.query.platform;

import dev.attune.query.problem.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets only the holder of the read key in to the query API. */
final class ReadKeyFilter extends OncePerRequestFilter {

  private final byte[] key;
  private final JsonMapper json;

  /**
   * @param key empty: everybody is refused
   */
  ReadKeyFilter(String key, JsonMapper json) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.json = json;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (holdsKey(request.getHeader("Authorization"))) {
      chain.doFilter(request, response);
      return;
    }
    String detail =
        key.length == 0
            ? "No read key is set, so everybody is refused. Set ATTUNE_READ_KEY and start again."
            : "Send the read key (ATTUNE_READ_KEY): 'Authorization: Bearer <key>'.";
    response.setStatus(Problem.Kind.UNAUTHORIZED.status());
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(ProblemAnswer.detail(new Problem(Problem.Kind.UNAUTHORIZED, detail))));
  }

  private boolean holdsKey(@Nullable String authorization) {
    if (key.length == 0 || authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(key, given);
  }
}
