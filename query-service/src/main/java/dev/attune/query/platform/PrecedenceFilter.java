package dev.attune.query.platform;

import dev.attune.query.projection.Precedence;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells that people are asked about. Looking at projections, as a progress bar does, holds up none; nor does listening to
 * changes, as dashboards do all day.
 */
final class PrecedenceFilter extends OncePerRequestFilter {

  private final Precedence precedence;

  PrecedenceFilter(Precedence precedence) {
    this.precedence = precedence;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Paths.isOfProjections(request) || Paths.listens(request);
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
