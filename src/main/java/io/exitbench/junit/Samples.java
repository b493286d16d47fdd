package io.exitbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How much is measured. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Samples {
    /**
     * @return samples for each run, at least 1
     */
    int value();

    /**
     * @return most prompt tokens, counted from the cut backwards
     */
    int context() default 80;

    /**
     * @return how often each run is measured
     */
    int blocks() default 3;
}
