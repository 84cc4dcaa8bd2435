package dev.attune.query.platform;

import jakarta.servlet.http.HttpServletRequest;

/** What filters must know of paths: as the endpoints see them, decoded and without parameters, not as they were sent. */
final class Paths {

  private static final String PROJECTIONS = "/v1/projections";

  private Paths() {}

  /** It is about projections, not about people. */
  static boolean isOfProjections(HttpServletRequest request) {
    return request.getServletPath().startsWith(PROJECTIONS);
  }

  /** It listens to changes, until the client leaves. */
  static boolean listens(HttpServletRequest request) {
    return request.getServletPath().endsWith("/changes");
  }
}
