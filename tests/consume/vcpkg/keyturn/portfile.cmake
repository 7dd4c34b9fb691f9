# Packs the clone that it lies in: vcpkg install keyturn --overlay-ports=keyturn/tests/consume/vcpkg
# Only its syntax has been checked, and its steps with vcpkg's functions played by others (tests/consume/recipes.py).
set(VCPKG_BUILD_TYPE release)  # there is nothing to debug: only headers
get_filename_component(source "${CMAKE_CURRENT_LIST_DIR}/../../../.." ABSOLUTE)

vcpkg_cmake_configure(SOURCE_PATH "${source}" OPTIONS -DKEYTURN_BUILD_TESTS=OFF -DKEYTURN_BUILD_EXAMPLES=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH share/cmake/keyturn)
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST "${source}/LICENSE")
