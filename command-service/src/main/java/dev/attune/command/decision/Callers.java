package dev.attune.command.decision;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/** Who asks. Throws the problem to answer with if it is nobody known. */
@FunctionalInterface
public interface Callers {

  /** Stream of the source whose write key came with the request. */
  UUID source(HttpServletRequest request);
}
