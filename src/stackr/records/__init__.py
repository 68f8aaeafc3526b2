"""From a learner's file to a typed `Learner`: lenient with people's data, and silent about nothing."""
