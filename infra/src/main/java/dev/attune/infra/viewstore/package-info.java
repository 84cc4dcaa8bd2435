/**
 * The main program of the embedded view store: a server in memory that speaks MongoDB's protocol. Its content is gone
 * when it ends, and the query service builds all views again from Kafka. {@code ATTUNE_MONGODB_URI} replaces it by a
 * real MongoDB.
 */
@NullMarked
package dev.attune.infra.viewstore;

import org.jspecify.annotations.NullMarked;
