"""What is known of Keras' layers without Keras: how shapes and weights follow from a config, family by family."""
