package dev.attune.query.projection;

import dev.attune.contracts.wire.EventCodec;
import dev.attune.contracts.wire.avro.RelayedCodec;
import dev.attune.query.view.ViewStore;

/** What the runs of a projection's generations work with. */
record RunnerParts(
    Projection projection,
    ViewStore store,
    Generations generations,
    Checkpoints checkpoints,
    Brokers brokers,
    Announcements announcements,
    GapReporter reporter,
    RelayedCodec records,
    EventCodec codec,
    Intake intake,
    Reach reach,
    ProjectionMetrics metrics,
    Precedence precedence,
    RunnerSettings settings) {}
