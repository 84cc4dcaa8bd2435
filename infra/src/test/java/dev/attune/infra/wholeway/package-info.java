/** The whole way on real servers: from a genuine client to the query API. All tests share one stack. */
@NullMarked
package dev.attune.infra.wholeway;

import org.jspecify.annotations.NullMarked;
