package io.exitbench.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keeps a strategy out of the suites that find theirs on the class path: an experiment, or a bad
 * example in a test tree. Its contract is still tested. {@link Strategies} can name it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NotInSuites {}
