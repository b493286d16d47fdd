package io.exitbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The data set whose lines a suite completes. Where it cannot be had, an embedded corpus of the
 * same language stands in, and every report says so.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Dataset {
    /**
     * @return {@code py150} or {@code javacorpus}
     */
    String value();
}
