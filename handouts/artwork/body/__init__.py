"""The body model: mesh, pose, skeleton, muscles, hands, clothing."""
