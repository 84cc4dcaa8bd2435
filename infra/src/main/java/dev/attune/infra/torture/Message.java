package dev.attune.infra.torture;

/**
 * An interaction to be sent, once or more often.
 *
 * @param id the message id, the same however often it is sent
 * @param name of the interaction
 */
record Message(String id, Person person, String name) {}
