package dev.attune.core.decision;

import dev.attune.contracts.ProfileEvent.DecisionMade;
import java.util.List;

/**
 * A decision and how it came about.
 *
 * @param event what is stored
 * @param consumedBefore propositions that the session had consumed before
 * @param limit the session's cap
 * @param candidates in the order of ranking
 */
public record Decided(DecisionMade event, int consumedBefore, int limit, List<Candidate> candidates) {}
