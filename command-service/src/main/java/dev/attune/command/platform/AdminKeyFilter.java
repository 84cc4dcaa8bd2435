package dev.attune.command.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets only the holder of the administrator's key in to sources, definitions, quarantine and relay. */
final class AdminKeyFilter extends OncePerRequestFilter {

  private static final List<String> GUARDED = List.of("/v1/sources", "/v1/definitions", "/v1/quarantine", "/v1/relay");

  private final byte[] key;
  private final JsonMapper json;

  /**
   * @param key empty: everybody is refused
   */
  AdminKeyFilter(String key, JsonMapper json) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getServletPath();
    return GUARDED.stream().noneMatch(guarded -> path.equals(guarded) || path.startsWith(guarded + "/"));
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
            ? "No administrator's key is set, so everybody is refused. Set ATTUNE_ADMIN_KEY and start again."
            : "Send the administrator's key (ATTUNE_ADMIN_KEY): 'Authorization: Bearer <key>'.";
    ProblemDetail body =
        ProblemException.detail(HttpStatus.UNAUTHORIZED, "admin-key", "The administrator's key is needed", detail);
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    response.setHeader("WWW-Authenticate", "Bearer");
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }

  private boolean holdsKey(String authorization) {
    if (key.length == 0 || authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    byte[] given = authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(key, given);
  }
}
