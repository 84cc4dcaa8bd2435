package dev.attune.infra.torture;

/**
 * A request for a decision.
 *
 * @param requestId the same id, the same answer
 */
record Ask(String requestId, Person person, String session, String placement) {}
