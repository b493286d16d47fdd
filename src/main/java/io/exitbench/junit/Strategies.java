package io.exitbench.junit;

import io.exitbench.strategy.StrategyFamily;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The strategies of a suite, in place of all that are found on the class path; full depth is added
 * unless one of them has its role.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Strategies {
    /**
     * @return classes with a constructor without parameters
     */
    Class<? extends StrategyFamily>[] value();
}
