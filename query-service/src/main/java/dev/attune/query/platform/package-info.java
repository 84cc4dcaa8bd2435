/**
 * Where everything is put together: settings, beans, the keys, health, problem details. The only package that knows
 * all slices.
 */
@NullMarked
package dev.attune.query.platform;

import org.jspecify.annotations.NullMarked;
