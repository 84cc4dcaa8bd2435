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

/**
 * Lets only the holder of the read key in to the query API, and only that of the operators' key in to what changes
 * projections. With the operators' key, projections can be looked at as well.
 */
final class KeyFilter extends OncePerRequestFilter {

  private final byte[] readKey;
  private final byte[] operatorKey;
  private final JsonMapper json;

  /**
   * @param readKey empty: everybody is refused
   * @param operatorKey empty: everybody is refused
   */
  KeyFilter(String readKey, String operatorKey, JsonMapper json) {
    this.readKey = readKey.getBytes(StandardCharsets.UTF_8);
    this.operatorKey = operatorKey.getBytes(StandardCharsets.UTF_8);
    this.json = json;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    boolean projections = Paths.isOfProjections(request);
    boolean operates = projections && !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
    String given = request.getHeader("Authorization");
    if ((!operates && holds(readKey, given)) || (projections && holds(operatorKey, given))) {
      chain.doFilter(request, response);
      return;
    }
    String detail =
        operates
            ? detail(operatorKey, "operators' key", "ATTUNE_OPERATOR_KEY")
            : detail(readKey, "read key", "ATTUNE_READ_KEY");
    response.setStatus(Problem.Kind.UNAUTHORIZED.status());
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(ProblemAnswer.detail(new Problem(Problem.Kind.UNAUTHORIZED, detail))));
  }

  private static String detail(byte[] key, String name, String variable) {
    return key.length == 0
        ? "No %s is set, so everybody is refused. Set %s and start again.".formatted(name, variable)
        : "Send the %s (%s): 'Authorization: Bearer <key>'.".formatted(name, variable);
  }

  private static boolean holds(byte[] key, @Nullable String authorization) {
    if (key.length == 0 || authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(key, given);
  }
}
