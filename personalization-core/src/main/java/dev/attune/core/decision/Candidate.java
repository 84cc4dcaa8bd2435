package dev.attune.core.decision;

import dev.attune.contracts.DefinitionEvent.OfferPublished;
import org.jspecify.annotations.Nullable;

/**
 * One candidate and what became of it.
 *
 * @param offer the offer in the version that was in force
 * @param stopped the gate that stopped it; null for the one proposed
 * @param reason for people, stored with the decision; empty for the one proposed
 * @param detail what else is worth knowing when it is explained; never stored, for it may be long or personal
 */
public record Candidate(OfferPublished offer, @Nullable Gate stopped, String reason, @Nullable String detail) {}
