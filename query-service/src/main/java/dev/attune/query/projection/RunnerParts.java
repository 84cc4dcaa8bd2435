package dev.attune.query.projection;

import dev.attune.query.view.ViewStore;

/** What the run of a projection works with. */
record RunnerParts(
    Projection projection,
    ViewStore store,
    Generations generations,
    Checkpoints checkpoints,
    Brokers brokers,
    Announcements announcements,
    GapReporter reporter,
    Intake intake,
    Standing standing,
    ProjectionMetrics metrics,
    Rate rate,
    long cacheBytes) {}
