package dev.attune.query.platform;

import dev.attune.query.projection.Precedence;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells that people are asked about. Looking at projections, as a progress bar does, holds up none. */
final class PrecedenceFilter extends OncePerRequestFilter {

  private final Precedence precedence;

  PrecedenceFilter(Precedence precedence) {
    this.precedence = precedence;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith(KeyFilter.PROJECTIONS);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    precedence.asks();
    try {
      chain.doFilter(request, response);
    } finally {
      precedence.answered();
    }
  }
}
