package dev.attune.contracts.wire;

import org.jspecify.annotations.Nullable;

/**
 * An event in its stored form.
 *
 * @param name stored name
 * @param revision of the schema that the bytes were written with
 * @param data Avro binary of the components that are not personal
 * @param sealed Avro binary of the personal components; null if the type has none
 */
public record Encoded(String name, int revision, byte[] data, byte @Nullable [] sealed) {}
