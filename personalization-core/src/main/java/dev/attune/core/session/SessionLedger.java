package dev.attune.core.session;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import dev.attune.contracts.ProfileEvent.Proposition;
import java.util.ArrayList;
import java.util.List;

/**
 * What was proposed in one session.
 *
 * @param shown the propositions that were consumed, in order
 */
public record SessionLedger(List<Shown> shown) {

  /** Nothing yet. */
  public static final SessionLedger EMPTY = new SessionLedger(List.of());

  /** How many propositions the session has consumed. */
  public int consumed() {
    return shown.size();
  }

  /** True if the offer was proposed in this placement already: to propose it again consumes nothing. */
  public boolean hasShown(String placement, String offer) {
    return shown.contains(new Shown(placement, offer));
  }

  /** The ledger after a decision. */
  public SessionLedger with(DecisionMade decision) {
    Proposition proposition = decision.proposition();
    if (proposition == null || !proposition.consumed()) {
      return this;
    }
    List<Shown> next = new ArrayList<>(shown);
    next.add(new Shown(decision.placement(), proposition.offer()));
    return new SessionLedger(List.copyOf(next));
  }

  /**
   * A consumed proposition.
   *
   * @param placement key of the placement
   * @param offer key of the offer
   */
  public record Shown(String placement, String offer) {}
}
