package io.exitbench.agent.ppo;

/**
 * A graphics processor.
 *
 * @param name as the driver calls it
 * @param major first part of its compute capability, such as 8 of 8.6
 * @param minor second part
 */
public record Gpu(String name, int major, int minor) {}
