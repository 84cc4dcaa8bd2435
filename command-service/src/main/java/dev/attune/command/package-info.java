/**
 * The command side. One package per slice of the business: {@code collect} takes in what people do, {@code decision}
 * decides offers, {@code definition} keeps what marketers define, {@code source} keeps who may send, {@code quarantine}
 * keeps what could not be taken in, {@code outbound} relays the log to Kafka. Slices do not know each other; what they
 * share is the stream of a person ({@code profile}) and the {@code platform}.
 */
@NullMarked
package dev.attune.command;

import org.jspecify.annotations.NullMarked;
