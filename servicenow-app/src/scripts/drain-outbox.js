new SlaBridgeDrain().run();
