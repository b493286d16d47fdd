package io.exitbench.junit;

import io.exitbench.decode.KvPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * K/V policies under which every strategy runs. Full depth always runs with {@code PROPAGATE} too,
 * because savings are counted against it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface KvPolicies {
    /**
     * @return at least one
     */
    KvPolicy[] value();
}
