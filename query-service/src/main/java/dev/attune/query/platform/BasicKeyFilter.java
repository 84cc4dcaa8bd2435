package dev.attune.query.platform;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Takes the user name of HTTP Basic for the key, before another filter looks whether it is the right one. */
final class BasicKeyFilter extends OncePerRequestFilter {

  private static final String AUTHORIZATION = "Authorization";

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String user = user(request.getHeader(AUTHORIZATION));
    chain.doFilter(user == null ? request : new Bearing(request, user), response);
  }

  private static @Nullable String user(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
      return new String(decoded, StandardCharsets.UTF_8).split(":", 2)[0];
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The request with the key where the others have it. */
  private static final class Bearing extends HttpServletRequestWrapper {
    private final String key;

    private Bearing(HttpServletRequest request, String key) {
      super(request);
      this.key = key;
    }

    @Override
    public @Nullable String getHeader(String name) {
      return name.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + key : super.getHeader(name);
    }
  }
}
