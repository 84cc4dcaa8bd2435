/**
 * Torture of the log's append path alone: nodes append to a PostgreSQL with fsync on while both are struck, and the books
 * kept from their answers are compared with the log. The books are kept outside the processes that are killed, and read
 * the log by SQL of their own. Guarded by {@code LogTortureTest}; that each check can fail, by {@code MutantsTortureTest}.
 */
@NullMarked
package dev.attune.infra.torture.log;

import org.jspecify.annotations.NullMarked;
