package dev.attune.query.projection;

import java.util.List;

/**
 * Views that are folded together, in a consumer group of their own, and rebuilt together.
 *
 * @param name {@code [a-z]+}; part of collection and group names
 * @param revision of the fold: raised whenever the same events give other documents
 * @param views gathering ones are written first, then keyed ones in this order
 */
public record Projection(String name, int revision, List<View<?>> views) {}
