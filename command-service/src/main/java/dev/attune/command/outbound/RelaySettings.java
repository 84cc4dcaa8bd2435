package dev.attune.command.outbound;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay.
 *
 * @param enabled false: this node never relays
 * @param partitions of the event topic; never changes for a topic that exists
 * @param replication of topics that are created; with 3 or more, one replica may be away
 * @param compression of what is sent: {@code none}, {@code lz4}, {@code zstd}, {@code snappy}
 */
@ConfigurationProperties("attune.relay")
record RelaySettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("64") int partitions,
    @DefaultValue("1") short replication,
    @DefaultValue("snappy") String compression) {}
